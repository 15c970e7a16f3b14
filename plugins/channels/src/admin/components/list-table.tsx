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

/**
 * A table that on a phone is a list of cards: the first cell as a card's title, then the others one after another, each
 * behind its column's name. Rows that open something also do so by keyboard.
 */
export function ListTable<Row>({ columns, rows, rowKey, onOpen, page }: ListTableProps<Row>) {
  const align = (column: Column<Row>) => clx({ "tabular-nums sm:text-right": column.align === "right" })
  return (
    <div>
      <div className="overflow-x-auto">
        <Table className="max-sm:block">
          <Table.Header className="border-t-0 max-sm:hidden">
            <Table.Row>
              {columns.map((column) => (
                <Table.HeaderCell key={column.header} className={clx("whitespace-nowrap", align(column))}>
                  {column.header}
                </Table.HeaderCell>
              ))}
            </Table.Row>
          </Table.Header>
          <Table.Body className="border-b-0 max-sm:block [&>tr:last-child]:border-b-0">
            {rows.map((row) => (
              <Table.Row
                key={rowKey(row)}
                className={clx(cardRow, { "cursor-pointer": onOpen })}
                {...(onOpen && opening(() => onOpen(row)))}
              >
                {columns.map((column) => (
                  <Table.Cell
                    key={column.header}
                    data-label={column.header}
                    className={clx("py-2", cardCell, align(column))}
                  >
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

const cardRow =
  "max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-4 max-sm:gap-y-1.5 max-sm:px-6 max-sm:py-3"

const cardCell = clx(
  "max-sm:flex max-sm:h-auto max-sm:min-w-0 max-sm:flex-wrap max-sm:items-center max-sm:gap-x-1.5 max-sm:!p-0 max-sm:empty:hidden",
  "max-sm:first:basis-full max-sm:[&:not(:first-child)]:before:text-ui-fg-muted",
  "max-sm:[&:not(:first-child)]:before:content-[attr(data-label)]",
)

const opening = (open: () => void) => ({
  tabIndex: 0,
  onClick: open,
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target === event.currentTarget) open()
  },
})

function Pages({ page }: { page: PageControl }) {
  const pageCount = Math.ceil(page.count / page.size)
  return (
    <Table.Pagination
      className="border-ui-border-base border-t"
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
