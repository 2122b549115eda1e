import type { MessageEvent } from '../core/events.ts';
import { type Snowflake, timeOf } from '../core/snowflake.ts';
import { type Attached, type Fingerprint, fingerprintOfFolded } from './fingerprint.ts';
import { fold, foldAscii, isAscii, plain } from './fold.ts';
import { findInvites } from './invites.ts';
import { findLinks } from './links.ts';
import { foldCase } from './pattern-literals.ts';
import type { Content, MessageSubject } from './subject.ts';

/** What an event does not say of itself. */
export interface Circumstances {
  moderator: boolean;
  /** Of a thread: its channel. */
  parent: Snowflake | null;
  /** When it was edited, in milliseconds since 1970; undefined for a new message. */
  editedAt?: number;
}

/** A message as rules look at it. Nothing of its text is worked out before a rule asks. */
export function readMessage(
  event: MessageEvent,
  { moderator, parent, editedAt }: Circumstances,
): MessageSubject {
  const { users, roles, everyone } = event.mentions;
  return {
    is: 'message',
    guild: event.guild,
    user: event.author.id,
    roles: event.roles,
    moderator,
    at: editedAt ?? timeOf(event.id),
    id: event.id,
    channel: event.channel,
    parent,
    edited: editedAt !== undefined,
    content: readText(event.content, event.attachments),
    mentions: users + roles + (everyone ? 1 : 0),
    attachments: event.attachments.length,
  };
}

/** A text by itself: of a tester, or a name. */
export function readText(text: string, attachments: readonly Attached[] = []): Content {
  return new Text(text, attachments);
}

/** A class, for its getters cost nothing to make. */
class Text implements Content {
  readonly raw: string;
  private readonly attachments: readonly Attached[];
  private ascii: boolean | undefined;
  private plainText: string | undefined;
  private lowerText: string | undefined;
  private plainLowerText: string | undefined;
  private foldedText: string | undefined;
  private print: Fingerprint | undefined;
  private foundLinks: Content['links'] | undefined;
  private foundInvites: Content['invites'] | undefined;

  constructor(raw: string, attachments: readonly Attached[]) {
    this.raw = raw;
    this.attachments = attachments;
  }

  get plain(): string {
    this.plainText ??= this.isAscii ? this.raw : plain(this.raw);
    return this.plainText;
  }

  get lower(): string {
    this.lowerText ??= this.isAscii ? this.raw.toLowerCase() : foldCase(this.raw);
    return this.lowerText;
  }

  get plainLower(): string {
    this.plainLowerText ??= this.plain === this.raw ? this.lower : foldCase(this.plain);
    return this.plainLowerText;
  }

  get folded(): string {
    this.foldedText ??= this.isAscii ? foldAscii(this.lower) : fold(this.raw);
    return this.foldedText;
  }

  get fingerprint(): string | null {
    return this.printed.hash;
  }

  get length(): number {
    return this.printed.length;
  }

  get links(): Content['links'] {
    this.foundLinks ??= findLinks(this.plain);
    return this.foundLinks;
  }

  get invites(): Content['invites'] {
    this.foundInvites ??= findInvites(this.plain, this.links);
    return this.foundInvites;
  }

  private get printed(): Fingerprint {
    this.print ??= fingerprintOfFolded(this.isAscii ? this.raw : this.folded, this.attachments);
    return this.print;
  }

  /** Most texts are, and then hardly anything is left to be folded. */
  private get isAscii(): boolean {
    this.ascii ??= isAscii(this.raw);
    return this.ascii;
  }
}
