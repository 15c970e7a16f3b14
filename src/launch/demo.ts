/** Who may look at the demo. The password is public, so the demo listens on this machine only. */
export const demoLogin = { email: "admin@serai.local", password: "serai-demo" }
