import type { APIPoll, RESTAPIPoll } from 'discord-api-types/v10';

/** A poll as it was just asked: answers numbered from 1, a day long unless it says otherwise, no votes. */
export function pollOf(asked: RESTAPIPoll, now: number): APIPoll {
  const hours = asked.duration ?? 24;
  return {
    question: asked.question,
    answers: asked.answers.map(({ poll_media }, index) => ({ answer_id: index + 1, poll_media })),
    expiry: new Date(now + hours * 3_600_000).toISOString(),
    allow_multiselect: asked.allow_multiselect ?? false,
    layout_type: asked.layout_type ?? 1,
    results: { is_finalized: false, answer_counts: [] },
  };
}
