export interface Dataset<T> extends AsyncIterable<T> { readonly size: number | null }
