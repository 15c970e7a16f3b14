import js from "@eslint/js"
import importX from "eslint-plugin-import-x"
import tseslint from "typescript-eslint"

/** Who may know whom (README, "The rooms"): one row per boundary. */
const boundary = (files, group, message) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: [{ group, message }] }] },
})

export default tseslint.config(
  { ignores: ["**/node_modules", "**/.medusa", "**/dist", ".data", "jest.config.js", "**/*.mjs"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "import-x/no-cycle": ["error", { maxDepth: 8 }],
      "no-console": "error",
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Read the environment in medusa-config.ts or src/config.ts and pass it on.",
        },
      ],
      complexity: ["error", 14],
      "max-params": ["error", 4],
    },
  },
  boundary(
    ["plugins/channels/src/contract/**"],
    ["@medusajs/*", "../*/**", "!../*", "typeorm", "pg", "graphile-worker"],
    "The contract knows neither Medusa nor the engine.",
  ),
  boundary(
    ["plugins/channels/src/**", "plugins/channels/test/**"],
    ["@serai/trendyol*", "@serai/ads*", "@serai/catalog*"],
    "channels knows no marketplace and no other plugin.",
  ),
  boundary(
    ["plugins/trendyol/**"],
    [
      "@serai/*",
      "!@serai/channels",
      "@serai/channels/*",
      "!@serai/channels/contract",
      "!@serai/channels/conformance",
      "!@serai/channels/sandbox-kit",
    ],
    "A connector knows the contract, the conformance suite and the sandbox kit, nothing else of Serai.",
  ),
  {
    files: ["src/**", "integration-tests/**", "medusa-config.ts", "instrumentation.ts", "migrations/**"],
    rules: { "no-restricted-properties": "off" },
  },
  { files: ["src/**"], rules: { "no-console": "off" } },
  {
    files: ["**/test/**", "integration-tests/**", "**/*.test.ts", "plugins/channels/src/conformance/**"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off", "@typescript-eslint/require-await": "off" },
  },
)
