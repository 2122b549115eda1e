/** What was asked for cannot be had; the message is a sentence for whoever asked. */
export class Unusable extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'Unusable';
  }
}
