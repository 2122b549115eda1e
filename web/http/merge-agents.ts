import { describeAgent } from './agent.ts';

export interface AgentCount {
  /** '': not told. */
  name: string;
  people: number;
  bots: number;
}

/** Programs that differ in what nobody wants to know come together, the most frequent first. */
export function mergeAgents(agents: readonly AgentCount[], most: number): AgentCount[] {
  const merged = new Map<string, AgentCount>();
  for (const agent of agents) {
    const name = agent.name && describeAgent(agent.name);
    const { people = 0, bots = 0 } = merged.get(name) ?? {};
    merged.set(name, { name, people: people + agent.people, bots: bots + agent.bots });
  }
  const all = ({ people, bots }: AgentCount) => people + bots;
  return [...merged.values()].toSorted((one, other) => all(other) - all(one)).slice(0, most);
}
