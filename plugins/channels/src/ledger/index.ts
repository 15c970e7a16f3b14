export { createLedgerDataSource, type Sql } from "./data-source"
export { migrateLedger, revertLedger } from "./migrate"
