export type { Args, Asked, ItemOf, ListName, Manner, OperationName, ReplyOf } from './calls.ts';
export { type Answer, type ApiClient, type ClientOptions, openClient } from './client.ts';
export type * from './operations.ts';
export { ApiProblem, type FieldFault } from './problem.ts';
