interface ShownTable {
  readonly nativeElement: HTMLElement
}

/** As `ref` of a table: one that is wider than its place is scrolled with the keyboard, too. */
export function scrolled(table: ShownTable | null): void {
  const inside = table?.nativeElement.querySelectorAll('.ant-table-content, .ant-table-body') ?? []
  for (const one of inside) one.setAttribute('tabindex', '0')
}
