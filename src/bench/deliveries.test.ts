import { inventOrders } from "./deliveries"
import { seededRandom } from "./random"

const shape = { count: 500, products: 200, mostLines: 20 }

describe("invented orders", () => {
  const orders = inventOrders(seededRandom(1), shape)

  it("are the same for the same seed", () => {
    expect(inventOrders(seededRandom(1), shape)).toEqual(orders)
    expect(inventOrders(seededRandom(2), shape)).not.toEqual(orders)
  })

  it("have from one to twenty lines, mostly few", () => {
    const lines = orders.map((order) => order.length)
    expect(Math.min(...lines)).toBe(1)
    expect(Math.max(...lines)).toBe(20)
    expect(lines.filter((count) => count <= 3).length).toBeGreaterThan(200)
  })

  it("name a product once, and only products that exist", () => {
    for (const order of orders) {
      const products = order.map((line) => line.product)
      expect(new Set(products).size).toBe(products.length)
      expect(Math.min(...products)).toBeGreaterThanOrEqual(1)
      expect(Math.max(...products)).toBeLessThanOrEqual(200)
    }
  })
})
