// Prints the digest that a build of the price engine gives: FILE SEED ORDERS.
import { readFileSync } from 'node:fs'

const [file, seed, orders] = process.argv.slice(2)
const { instance } = await WebAssembly.instantiate(readFileSync(file), {})
const engine = instance.exports
const length = engine.digest(Number(seed), Number(orders))
process.stdout.write(Buffer.from(engine.memory.buffer, engine.output(), length).toString('hex'))
