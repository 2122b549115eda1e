import { Model, snakeCaseMappers } from 'objection';

/**
 * What all models share: camelCase in TypeScript, snake_case in Postgres. The mapping is of rows, not of queries:
 * `where`, `orderBy` and the like name columns as Postgres does. Fields of models are written
 * `declare name: string`, since class fields would overwrite the data that Objection assigned. Models stay behind
 * the stores of their feature.
 */
export class BaseModel extends Model {
  static override columnNameMappers = snakeCaseMappers();
}
