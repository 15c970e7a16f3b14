/** One Jest project per kind of test; `npm test` runs them all and says what it skipped and why. */
const swc = [
  "@swc/jest",
  {
    jsc: { target: "es2022", parser: { syntax: "typescript", tsx: true, decorators: true } },
    module: { type: "commonjs" },
  },
]

const base = {
  testEnvironment: "node",
  // What a plugin's build wrote is plain JavaScript already.
  transform: { "^.+\\.tsx?$": swc },
  modulePathIgnorePatterns: ["<rootDir>/.medusa/", "<rootDir>/.data/"],
  // Nothing is written outside the project.
  cacheDirectory: "<rootDir>/.data/jest",
}

/** Unit and conformance tests read the plugins' sources, so they need no build. */
const fromSource = {
  ...base,
  modulePathIgnorePatterns: ["/.medusa/", "/dist/", "/.data/"],
  moduleNameMapper: {
    "^@serai/migrations$": "<rootDir>/migrations/src",
    "^@serai/(channels|trendyol)/(.*)$": "<rootDir>/plugins/$1/src/$2",
  },
}

module.exports = {
  // Jest takes no timeout per project: this one fits tests that boot the app; a hanging unit test is rare.
  testTimeout: 180_000,
  projects: [
    {
      ...fromSource,
      displayName: "unit",
      testMatch: ["<rootDir>/{src,plugins,migrations}/**/*.test.ts"],
      testPathIgnorePatterns: ["conformance\\.test\\.ts$", "/node_modules/"],
    },
    {
      ...fromSource,
      displayName: "conformance",
      testMatch: ["<rootDir>/plugins/*/test/conformance.test.ts"],
    },
    {
      ...base,
      displayName: "integration",
      testMatch: ["<rootDir>/integration-tests/{http,flows,ledger,simulation}/**/*.test.ts"],
    },
    {
      ...base,
      displayName: "browser",
      testMatch: ["<rootDir>/integration-tests/browser/**/*.test.ts"],
    },
  ],
}
