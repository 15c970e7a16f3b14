import { actAs, nameTransactions, type TransactionSource } from "../../src/engine/acting"

/** A pool that writes down what it was told. */
function pool(failing = false) {
  const told: string[] = []
  const begin = () =>
    Promise.resolve({
      raw: (_sql: string, [actor = ""]: string[]) => {
        told.push(actor)
        return failing ? Promise.reject(new Error("No.")) : Promise.resolve()
      },
      rollback: () => {
        told.push("rollback")
        return Promise.resolve()
      },
    })
  const source: TransactionSource = { context: { transaction: begin } }
  return { told, source }
}

describe("the name under which transactions run", () => {
  it("is that of whoever the code works for, however deep it is called", async () => {
    const { told, source } = pool()
    nameTransactions(source)
    const work = async () => {
      await Promise.resolve()
      await source.context.transaction(null)
    }
    await Promise.all([actAs("user:ada", work), actAs("user:bob", work), work()])
    expect(told.sort()).toEqual(["user:ada", "user:bob"])
  })

  it("is said once, however often it is asked for", async () => {
    const { told, source } = pool()
    nameTransactions(source)
    nameTransactions(source)
    await actAs("user:ada", () => source.context.transaction(null))
    expect(told).toEqual(["user:ada"])
  })

  it("leaves no transaction open when it cannot be said", async () => {
    const { told, source } = pool(true)
    nameTransactions(source)
    await expect(actAs("user:ada", () => source.context.transaction(null))).rejects.toThrow("No.")
    expect(told).toEqual(["user:ada", "rollback"])
  })
})
