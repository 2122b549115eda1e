import { expect } from 'chai';
import { Action, actions } from '../action.ts';
import { concerning, conclude, explain, screen } from '../evaluate.ts';
import { presetNames, presetOf } from '../presets.ts';
import { modes, type Rule } from '../rule.ts';
import { checkDraft } from '../rule-draft.ts';
import type { Subject } from '../subject.ts';
import { known, member, message, type Row, rows } from './kinds.fixture.ts';
import { kindNames, kindOf } from './registry.ts';

describe('rules', () => {
  for (const row of rows)
    it(`${row.kind}: ${row.fires ? 'fires' : 'stays quiet'} and says why: ${row.says.join(' ')}`, () => {
      const trace = conclude(screen(ruleOf(row), row.subject, known), row.state);
      const [exempt, ...own] = trace.conditions;
      expect(exempt).to.deep.equal({ what: 'exemptions', holds: true, why: 'Not exempt.' });
      expect(own.map(({ holds, why }) => `${holds ? '+' : '-'} ${why}`)).to.deep.equal(row.says);
      expect(trace.fires).to.equal(row.fires);
      if (row.explains) expect(explain(trace)).to.equal(row.explains);
      expect(JSON.parse(JSON.stringify(trace)).conditions).to.deep.equal(trace.conditions);
    });

  it('cover every kind, firing and not', () => {
    expect(new Set(rows.filter(({ fires }) => fires).map(({ kind }) => kind))).to.deep.equal(
      new Set(kindNames),
    );
  });

  it('say the same whatever their mode and action, and nothing of who is exempt', () => {
    const exemptions: [Partial<Rule>, Partial<Subject>, string][] = [
      [{ exemptRoles: ['9', '701'] }, {}, 'A role of the member is exempt.'],
      [{ exemptRoles: ['100'] }, {}, 'A role of the member is exempt.'], // @everyone
      [{ exemptModerators: true }, { moderator: true }, 'Moderators are exempt.'],
      [{ exemptChannels: ['301'] }, {}, 'The channel is exempt.'],
      [{ exemptChannels: ['300'] }, {}, 'The channel is exempt.'], // of the thread
    ];
    const others: [Partial<Rule>, Partial<Subject>][] = [
      [{ exemptRoles: ['300'], exemptChannels: ['701'] }, {}],
      [{ exemptModerators: false }, { moderator: true }],
    ];
    for (const row of rows.filter(({ fires }) => fires))
      for (const mode of modes)
        for (const is of actions) {
          const action = Action.parse({ is, minutes: 5 });
          const judge = (rule: Partial<Rule>, subject: Partial<Subject>) =>
            conclude(
              screen(
                { ...ruleOf(row), mode, action, ...rule },
                { ...row.subject, ...subject } as Subject,
                known,
              ),
              row.state,
            );
          for (const [rule, subject] of others) expect(judge(rule, subject).fires).to.equal(true);
          for (const [rule, subject, why] of exemptions) {
            if (rule.exemptChannels && row.subject.is !== 'message') continue;
            const { fires, counts, conditions } = judge(rule, subject);
            expect({ fires, counts }).to.deep.equal({ fires: false, counts: false });
            expect(conditions[0]).to.deep.equal({ what: 'exemptions', holds: false, why });
            expect(conditions.length).to.equal(row.says.length + 1); // the others are told all the same
          }
        }
  });

  it('look at what is theirs: content rules at edits too, windows not', () => {
    const all = kindNames.map((kind) => ruleOf({ kind }));
    const seenBy = (subject: Subject) => concerning(all, subject).map(({ rule }) => rule.kind);
    expect(seenBy(message('x', { edited: true }))).to.deep.equal(['words', 'pattern', 'invites', 'links']);
    expect(seenBy(message('x'))).to.have.members(
      kindNames.filter((kind) => !['username', 'join-rate'].includes(kind)),
    );
    expect(seenBy(member())).to.deep.equal(['username', 'join-rate']);
    expect(seenBy(member({ is: 'rename' }))).to.deep.equal(['username']);
    expect(concerning([{ ...ruleOf({ kind: 'words' }), enabled: false }], message('x'))).to.deep.equal([]);
  });

  it('have settings within bounds, each fault at its place', () => {
    const faultsOf = (kind: Row['kind'], settings: Record<string, unknown>) => {
      const checked = checkDraft({ name: 'x', kind, action: { is: 'warn' }, settings });
      return checked.is === 'valid' ? [] : checked.faults.map(({ path, message }) => `${path} ${message}`);
    };
    expect(faultsOf('message-count', { atLeast: 101, seconds: 3_601 })).to.deep.equal([
      'settings.atLeast At most 100.',
      'settings.seconds At most 3,600.',
    ]);
    expect(faultsOf('pattern', { patterns: ['fine', 'a(?!b)', ''] })).to.deep.equal([
      'settings.patterns.1 At character 2: look-around, such as (?=…) or (?<!…), is not supported: RE2 syntax has none.',
      'settings.patterns.2 An empty pattern would match every text.',
    ]);
    expect(faultsOf('username', { patterns: Array(26).fill('a') })).to.deep.equal([
      'settings.patterns At most 25 entries.',
    ]);
    expect(faultsOf('words', { words: ['ok', ' * '] })).to.deep.equal([
      'settings.words.1 This word is empty.',
    ]);
    expect(
      faultsOf('links', { deny: ['*.Evil.com', '*.zip', 'http://a.b/c'], allow: ['x', 'a b.c'] }),
    ).to.deep.equal([
      'settings.allow.0 Not a domain; they look like example.com.',
      'settings.allow.1 Not a domain; they look like example.com.',
    ]);
    expect(faultsOf('invites', { allowedGuilds: ['x'] })).to.have.lengthOf(1);
  });

  it('keep domains in one form, however often they are read', () => {
    const { schema } = kindOf('links');
    const once = schema.parse({ deny: ['*.Evil.com', 'https://ПРИМЕР.рф/x'], allow: ['*.zip'] });
    expect(once).to.deep.equal({ deny: ['evil.com', 'xn--e1afmkfd.xn--p1ai'], allow: ['*.zip'] });
    expect(schema.parse(once)).to.deep.equal(once);
  });
});

describe('presets', () => {
  it('are sets of good rules that only watch', () => {
    const drafts = presetNames.flatMap((name) => presetOf(name).rules);
    for (const draft of drafts) {
      expect(checkDraft({ ...draft }), draft.name).to.deep.equal({ is: 'valid', draft });
      expect(draft.mode).to.equal('monitor');
    }
    expect(new Set(drafts.map(({ name }) => name.toLowerCase())).size).to.equal(drafts.length);
  });
});

function ruleOf({ kind, settings = {} }: Pick<Row, 'kind' | 'settings'>): Rule {
  return {
    id: '1',
    guild: '100',
    slot: 0,
    version: 1,
    name: 'Rule',
    kind,
    enabled: true,
    mode: 'enforce',
    action: { is: 'warn' },
    deleteMessages: false,
    exemptRoles: [],
    exemptChannels: [],
    exemptModerators: true,
    settings: kindOf(kind).schema.parse(settings),
  };
}
