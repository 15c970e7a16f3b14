import { readConfig } from "./config"

const fitting = {
  DATABASE_URL: "postgres://serai:pw@localhost:5432/serai",
  SERAI_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
  JWT_SECRET: "a".repeat(32),
  COOKIE_SECRET: "b".repeat(32),
}

describe("readConfig", () => {
  it("fills in what a local server needs", () => {
    const config = readConfig(fitting)
    expect(config).toMatchObject({
      port: 9000,
      workerMode: "shared",
      publicUrl: "http://localhost:9000",
      cors: { admin: "http://localhost:9000" },
      secureCookies: false,
      redisUrl: undefined,
    })
  })

  it("demands secure cookies where the public address is https", () => {
    const config = readConfig({ ...fitting, PUBLIC_URL: "https://shop.example/x" })
    expect(config.secureCookies).toBe(true)
    expect(config.cors.auth).toBe("https://shop.example")
  })

  it("names every variable that does not fit, and no value", () => {
    const read = () =>
      readConfig({ JWT_SECRET: "hunter2", COOKIE_SECRET: fitting.COOKIE_SECRET, PORT: "many" })
    expect(read).toThrow(
      /DATABASE_URL is missing.*SERAI_ENCRYPTION_KEY is missing.*JWT_SECRET must have.*PORT must be/,
    )
    expect(read).not.toThrow(/hunter2/)
  })

  it("refuses an encryption key of another length", () => {
    expect(() => readConfig({ ...fitting, SERAI_ENCRYPTION_KEY: "c2hvcnQ=" })).toThrow(
      /must be 32 bytes in base64/,
    )
  })

  it("takes an empty variable for a missing one", () => {
    expect(readConfig({ ...fitting, REDIS_URL: "", PORT: "" })).toMatchObject({
      redisUrl: undefined,
      port: 9000,
    })
  })
})
