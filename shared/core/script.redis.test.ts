import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { useRedis } from '../testing/redis.ts';
import { script } from './script.ts';

describe('a Lua file as a function', () => {
  const test = useRedis();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'script-'));
    await writeFile(join(folder, 'add.lua'), 'return redis.call("INCRBY", KEYS[1], ARGV[1])');
    await writeFile(join(folder, 'fail.lua'), 'return redis.error_reply("OOPS no")');
  });
  after(() => rm(folder, { recursive: true }));

  it('runs, also after Redis forgot its scripts', async () => {
    const add = script<[amount: number], number>(pathToFileURL(join(folder, 'add.lua')), (raw) =>
      z.number().parse(raw),
    );
    expect(await add(test.redis, ['sum'], [2])).to.equal(2);
    await test.redis.script('FLUSH');
    expect(await add(test.redis, ['sum'], [3])).to.equal(5);
  });

  it('passes on what the script refuses', async () => {
    const fail = script<[], unknown>(pathToFileURL(join(folder, 'fail.lua')), (raw) => raw);
    const error = await fail(test.redis, [], []).catch((thrown: Error) => thrown);
    expect(error).to.have.property('message').that.contains('OOPS');
  });
});
