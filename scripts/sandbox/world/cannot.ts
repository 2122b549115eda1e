/** Something a member cannot do on Discord: its client or its servers would not let them. */
export class Cannot extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'Cannot';
  }
}
