import {
  itemOfLevel,
  negativeLevels,
  owedLevels,
  recountLevel,
  wrongCounters,
} from "../../ledger/checks/stock-levels"
import { counted, inWords, type Check } from "./check"

export const negativeStock: Check = {
  id: "negative-stock",
  title: "No stock is below zero",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(negativeLevels(sql), ({ subject, item, location, stocked }) => ({
      subject,
      severity: "error",
      message: `${item} at ${location}: ${stocked} in stock.`,
      remedy: "Count the goods and set the level under Inventory in Medusa.",
      fixable: false,
    })),
}

export const owedStock: Check = {
  id: "owed-stock",
  title: "What is reserved is there",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(owedLevels(sql), ({ subject, item, location, owed, orders }) => ({
      subject,
      severity: "warning",
      message: `${item} at ${location}: ${counted(owed, "piece")} reserved beyond stock; newest orders: ${orders ?? "none, reserved by hand"}.`,
      remedy: "Receive goods, or cancel an order that cannot be sent.",
      fixable: false,
    })),
}

export const reservedCounter: Check = {
  id: "reserved-counter",
  title: "Medusa's reserved counters equal its reservations",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(wrongCounters(sql), ({ subject, item, location, counted: counter, reserved }) => ({
      subject,
      severity: "error",
      message: `${item} at ${location}: the counter says ${counter}, its reservations hold ${reserved}.`,
      remedy: "Let it be counted anew: npm run doctor -- --fix.",
      fixable: true,
    })),
  async fix({ sql, medusa }, levelId) {
    const item = await itemOfLevel(sql, levelId)
    if (item !== undefined) await medusa.withItemsLocked([item], () => recountLevel(sql, levelId))
  },
}
