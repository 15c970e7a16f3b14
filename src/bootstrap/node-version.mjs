/** The sentence to show when this Node cannot run Serai (package.json, "engines"), or undefined. */
export function unsupportedNode(version) {
  const parts = version.split(".").map(Number)
  const fits = (parts[0] === 20 && parts[1] >= 19) || (parts[0] === 22 && parts[1] >= 12) || parts[0] > 22
  if (fits) return undefined
  return (
    "Serai needs Node 20.19 or a later 20, or Node 22.12 and anything newer; this is Node " +
    version +
    ". Install a newer one from https://nodejs.org and run the same command again."
  )
}
