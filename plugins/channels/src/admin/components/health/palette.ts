/** Medusa's own colours, which change with the theme; one per line, again from the first when there are more. */
const colours = ["blue", "green", "orange", "purple", "red", "neutral"]

export const colourOf = (index: number) => `var(--tag-${colours[index % colours.length] ?? "blue"}-icon)`

/** Axes, grid and captions. */
export const ink = { text: "var(--fg-subtle)", line: "var(--border-base)", ground: "var(--bg-base)" }
