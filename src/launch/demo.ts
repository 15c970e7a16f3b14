/** Who may look at the demo. The password is public, so the demo listens on this machine only. */
export const demoLogin = { email: "admin@serai.local", password: "serai-demo" }

/**
 * The sandboxes call us on this machine, by a number: Trendyol refuses addresses that say "localhost". They share our clock
 * and forget old orders, so reading one minute again is enough; the live marketplace needs hours.
 */
export const demoEnvironment = (port: number): Record<string, string> => ({
  WEBHOOK_URL: `http://127.0.0.1:${port}`,
  TRENDYOL_OVERLAP_MS: "60000",
})
