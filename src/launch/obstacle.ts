/** Something in the way that the person at the keyboard can remove. Its message is shown alone, without a stack. */
export class Obstacle extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = "Obstacle"
  }
}
