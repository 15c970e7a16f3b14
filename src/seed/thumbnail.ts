/** A small drawn tile, so that the demo has pictures without a single file from elsewhere. */
export function thumbnail({ title, hue }: { title: string; hue: number }): string {
  const turn = Array.from(title).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 360
  const light = `hsl(${hue} 45% 88%)`
  const dark = `hsl(${hue} 40% 46%)`
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" fill="${light}"/>` +
    `<g fill="${dark}" transform="rotate(${turn} 48 48)"><circle cx="48" cy="30" r="13"/><circle cx="33" cy="57" r="13"/>` +
    `<circle cx="63" cy="57" r="13" opacity=".55"/></g></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
