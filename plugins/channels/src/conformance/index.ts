export { openBench, type Bench, type BenchOptions } from "./bench"
export { conformanceCases, describeChannel, type ChannelUnderTest } from "./describe-channel"
export type { BodyChange, ConformanceCase, ConformanceWorld } from "./world"
