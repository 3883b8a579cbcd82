import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pipeline, queueNames } from '../../../pipelines/pipeline.js';

describe('the straight line', () => {
  it('has three queues in order', () => expect(queueNames).toEqual(['posts', 'candidates', 'index']));

  it('masks before anything is stored, gates before the classifiers, and places before it joins and routes', () => {
    expect(pipeline.posts.map((stage) => stage.name)).toEqual(['normalise', 'mask', 'dedupe', 'gate']);
    expect(pipeline.candidates.map((stage) => stage.name)).toEqual(['classify', 'locate', 'cluster', 'route']);
  });

  it('has one file for each stage, named as the stage', () => {
    const names = [...pipeline.posts, ...pipeline.candidates].map((stage) => `${stage.name}.ts`);
    expect(readdirSync('pipelines/stages').toSorted()).toEqual(names.toSorted());
  });

  it('gives every queue a schema for what arrives', () => {
    for (const stages of Object.values(pipeline)) {
      expect(stages[0]?.input.safeParse({ text: 'no post' }).success).toBe(false);
    }
  });
});
