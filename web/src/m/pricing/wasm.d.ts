// What build/pricing.ts gives.
declare module 'fieldbeat:pricing.wasm' {
  const url: string;
  export default url;
}
