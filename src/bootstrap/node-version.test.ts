import { execFileSync } from "node:child_process"
import path from "node:path"

/** Asked in a process of its own: Jest loads no native modules, and the file has to work before anything is installed. */
function complaintsAbout(versions: string[]): (string | null)[] {
  const file = path.join(process.cwd(), "src/bootstrap/node-version.mjs")
  const script = `import(${JSON.stringify(file)}).then(({ unsupportedNode }) =>
    console.log(JSON.stringify(${JSON.stringify(versions)}.map((v) => unsupportedNode(v) ?? null))))`
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })) as (string | null)[]
}

it("runs on Node 20.19 and later 20, and on 22.12 and everything newer", () => {
  expect(complaintsAbout(["20.19.0", "20.20.2", "22.12.0", "23.0.0", "24.4.1"])).toEqual(Array(5).fill(null))
})

it("says in one sentence what to install where it does not run", () => {
  const complaints = complaintsAbout(["18.20.0", "20.18.3", "21.7.0", "22.11.0"])
  for (const complaint of complaints)
    expect(complaint).toMatch(/needs Node 20\.19 .*this is Node .*nodejs\.org/)
})
