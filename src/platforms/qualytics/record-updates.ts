import {
  type Http,
  type Issue,
  inCall,
  type Model,
  type Path,
  path,
  type RequestOptions,
  type Sent,
  ValidationError,
  withinOneCall,
} from "../../base.js";
import { intId } from "./ids.js";
import { type Field, type FieldRef, type FieldUpdate, fieldModel, fieldUpdate } from "./models/fields.js";
import { type Tag, tagModel, type UserStub } from "./models/stubs.js";
import { type TagRef, type TagUpdate, tagUpdate } from "./models/tags.js";
import { type Team, type TeamRef, type TeamUpdate, teamModel, teamUpdate } from "./models/teams.js";
import { type User, type UserRef, type UserUpdate, userModel, userUpdate } from "./models/users.js";
import { idOf, isWhole, namesOf, told } from "./whole-records.js";

/** A kind of record that the platform takes as a whole. */
interface Kind<T> {
  readonly model: Model<T>;
  /** Where it is, by the record itself or by what tells it. */
  readonly at: (ref: T | string | number) => Path;
  /** What it has, in the platform's spelling: the platform may set back what is left out. */
  readonly carried: (current: T) => Record<string, unknown>;
  /** Whether other records show less of it than there is. Default: they do not. */
  readonly isStub?: (record: T) => boolean;
  /** What must be among the changes, since the record does not tell it. */
  readonly lacking?: (current: T, changed: Record<string, unknown>) => Issue | undefined;
  /** Whether a change of its name moves it. */
  readonly isNamed?: boolean;
}

const FIELDS: Kind<Field> = {
  model: fieldModel,
  at: (field) => path`/fields/${intId({ field: idOf(field) })}`,
  // That the source has lost it is nobody's to set.
  carried: ({ tags, status }) => told({ tags: namesOf(tags), status: status === "missing" ? null : status }),
};

const TAGS: Kind<Tag> = {
  model: tagModel,
  // Other records show their tags by name alone, or without what only anomalies and people read.
  isStub: ({ id, weightModifier }) => id === null || weightModifier === null,
  isNamed: true,
  at: (tag) => path`/global-tags/${{ tag: typeof tag === "object" && tag !== null ? tag.name : tag }}`,
  carried: ({ name, type, color, description, category, weightModifier, ...more }) => {
    const { parent_lineage_tag_id } = more as Record<string, unknown>;
    const weight_modifier = weightModifier;
    return told({ name, type, color, description, category, weight_modifier, parent_lineage_tag_id });
  },
};

/** The members of a team; none where the platform, or a lenient client, tells none. */
const membersOf = ({ users }: Team): UserStub[] => (Array.isArray(users) ? users : []);

const TEAMS: Kind<Team> = {
  model: teamModel,
  at: (team) => path`/teams/${intId({ team: idOf(team) })}`,
  carried: (team) =>
    told({
      name: team.name,
      description: team.description,
      permission: team.permission,
      user_ids: membersOf(team).map(({ id }) => id),
    }),
  lacking(team, { user_ids }) {
    const nameless = user_ids === undefined ? membersOf(team).find(({ id }) => id === null) : undefined;
    if (nameless === undefined) return undefined;
    const who = nameless.name ?? nameless.email ?? "a member";
    const message = `must be given: the platform does not tell the id of ${who}, and a team that is sent without may lose them`;
    return { path: ["userIds"], code: "custom", message };
  },
};

const USERS: Kind<User> = {
  model: userModel,
  at: (user) => path`/users/${intId({ user: idOf(user) })}`,
  carried: ({ role, teams }) => told({ role, teams: namesOf(teams) }),
};

/** Changes a record; one that is not at hand is read first. */
async function update<T extends object>(
  http: Http,
  kind: Kind<T>,
  ref: T | string | number,
  changes: Sent,
  options: RequestOptions | undefined,
): Promise<T> {
  const { model, at, carried, isStub, lacking, isNamed = false } = kind;
  const operation = `PUT ${at(ref).template}`;
  // What is wrong with the changes is said before anything is read.
  const context = { platform: http.platform, operation };
  const changed = inCall(() => changes.encode(), context);
  const next = withinOneCall(http, operation, options);
  const isAtHand = isWhole(model, ref) && isStub?.(ref) !== true;
  const current = isAtHand ? ref : await http.one("GET", at(ref), model, next());
  const issue = lacking?.(current, changed);
  if (issue !== undefined) throw new ValidationError([issue], context);
  const has = carried(current);
  const body: Sent = { encode: () => ({ ...has, ...changed }) };
  // Sent twice, it changes nothing twice; but a record that is told by its name is elsewhere once that has changed.
  const isMoved = isNamed && changed.name !== undefined && changed.name !== has.name;
  return await http.one("PUT", at(current), model, next(), { body, repeatable: !isMoved });
}

export const updateField = (
  http: Http,
  field: FieldRef,
  changes: FieldUpdate,
  options: RequestOptions | undefined,
): Promise<Field> => update(http, FIELDS, field, fieldUpdate.of(changes), options);

export const updateTag = (
  http: Http,
  tag: TagRef,
  changes: TagUpdate,
  options: RequestOptions | undefined,
): Promise<Tag> => update(http, TAGS, tag, tagUpdate.of(changes), options);

export const updateTeam = (
  http: Http,
  team: TeamRef,
  changes: TeamUpdate,
  options: RequestOptions | undefined,
): Promise<Team> => update(http, TEAMS, team, teamUpdate.of(changes), options);

export const updateUser = (
  http: Http,
  user: UserRef,
  changes: UserUpdate,
  options: RequestOptions | undefined,
): Promise<User> => update(http, USERS, user, userUpdate.of(changes), options);
