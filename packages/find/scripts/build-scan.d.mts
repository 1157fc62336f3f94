/** The text of src/scan.wasm.ts. */
export function compile(): Promise<string>
