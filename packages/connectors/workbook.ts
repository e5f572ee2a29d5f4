/** A table as an Excel workbook (XLSX), written row by row. */
import { type WorkbookCell, workbookParts } from './workbook-parts.ts'
import { zipped } from './zip.ts'

/** The file, piece by piece. Throws a Fault when there are more rows than a sheet holds. */
export function workbook(
  name: string,
  header: readonly string[],
  pages: AsyncIterable<readonly (readonly WorkbookCell[])[]>,
): AsyncGenerator<Buffer> {
  return zipped(workbookParts(name, header, pages))
}
