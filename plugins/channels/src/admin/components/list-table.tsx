import { clx, Table } from "@medusajs/ui"
import type { KeyboardEvent, ReactNode } from "react"

export interface Column<Row> {
  header: string
  cell: (row: Row) => ReactNode
  align?: "right"
}

export interface PageControl {
  index: number
  size: number
  count: number
  onChange: (index: number) => void
}

interface ListTableProps<Row> {
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  onOpen?: (row: Row) => void
  page?: PageControl
}

/** A table that scrolls sideways on a narrow screen; rows that open something also do so by keyboard. */
export function ListTable<Row>({ columns, rows, rowKey, onOpen, page }: ListTableProps<Row>) {
  const align = (column: Column<Row>) => clx({ "text-right": column.align === "right" })
  return (
    <div>
      <div className="overflow-x-auto">
        <Table>
          <Table.Header>
            <Table.Row>
              {columns.map((column) => (
                <Table.HeaderCell key={column.header} className={clx("whitespace-nowrap", align(column))}>
                  {column.header}
                </Table.HeaderCell>
              ))}
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {rows.map((row) => (
              <Table.Row key={rowKey(row)} {...(onOpen && opening(() => onOpen(row)))}>
                {columns.map((column) => (
                  <Table.Cell key={column.header} className={clx("py-2", align(column))}>
                    {column.cell(row)}
                  </Table.Cell>
                ))}
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </div>
      {page && page.count > page.size && <Pages page={page} />}
    </div>
  )
}

const opening = (open: () => void) => ({
  tabIndex: 0,
  className: "cursor-pointer",
  onClick: open,
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target === event.currentTarget) open()
  },
})

function Pages({ page }: { page: PageControl }) {
  const pageCount = Math.ceil(page.count / page.size)
  return (
    <Table.Pagination
      count={page.count}
      pageSize={page.size}
      pageIndex={page.index}
      pageCount={pageCount}
      canPreviousPage={page.index > 0}
      canNextPage={page.index < pageCount - 1}
      previousPage={() => page.onChange(page.index - 1)}
      nextPage={() => page.onChange(page.index + 1)}
    />
  )
}
