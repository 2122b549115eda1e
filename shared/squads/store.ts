export { createSquad, deleteSquad, type SquadChange, type SquadDraft, updateSquad } from './changes.ts';
export {
  findSquad,
  findSquadByName,
  ListedSquad,
  listSquads,
  type Membership,
  readStanding,
  squadOf,
  suggestSquads,
} from './list.ts';
export { listSquadMembers, type SquadMemberRow } from './members.ts';
export { join, leave } from './membership.ts';
export { listRoleTrouble, type RoleTrouble } from './roles.ts';
