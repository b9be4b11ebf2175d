-- Keys, teams and customers. The statements run on H2 and on PostgreSQL, and can be repeated after a kill in between.
-- The prefix keeps apart what other programs may have in the same PostgreSQL database.
-- Lists and maps are JSON texts. Amounts are dollars; limits are per minute.

create table if not exists stellwerk_key (
    hash                          varchar                  not null primary key,
    display                       varchar                  not null,
    alias                         varchar,
    team_id                       varchar,
    user_id                       varchar,
    models                        varchar                  not null,
    aliases                       varchar                  not null,
    allowed_routes                varchar                  not null,
    regions                       varchar                  not null,
    metadata                      varchar                  not null,
    router_settings               varchar,
    requests_per_minute           bigint,
    tokens_per_minute             bigint,
    parallel_requests_max         int,
    requests_per_minute_by_model  varchar                  not null,
    tokens_per_minute_by_model    varchar                  not null,
    budget_max                    numeric(38, 18),
    budget_soft                   numeric(38, 18),
    budget_duration               varchar,
    budget_reset_at               timestamp with time zone,
    spend                         numeric(38, 18)          not null,
    blocked                       boolean                  not null,
    expires                       timestamp with time zone,
    extra                         varchar                  not null,
    created_by                    varchar,
    created_at                    timestamp with time zone not null,
    updated_at                    timestamp with time zone not null
);
create unique index if not exists stellwerk_key_alias on stellwerk_key (alias);
create index if not exists stellwerk_key_team on stellwerk_key (team_id);
create index if not exists stellwerk_key_user on stellwerk_key (user_id);
create index if not exists stellwerk_key_created on stellwerk_key (created_at);

create table if not exists stellwerk_team (
    id                            varchar                  not null primary key,
    alias                         varchar,
    models                        varchar                  not null,
    model_aliases                 varchar,
    regions                       varchar                  not null,
    metadata                      varchar                  not null,
    router_settings               varchar,
    requests_per_minute           bigint,
    tokens_per_minute             bigint,
    parallel_requests_max         int,
    requests_per_minute_by_model  varchar                  not null,
    tokens_per_minute_by_model    varchar                  not null,
    budget_max                    numeric(38, 18),
    budget_soft                   numeric(38, 18),
    budget_duration               varchar,
    budget_reset_at               timestamp with time zone,
    spend                         numeric(38, 18)          not null,
    blocked                       boolean                  not null,
    extra                         varchar                  not null,
    created_at                    timestamp with time zone not null,
    updated_at                    timestamp with time zone not null
);

create table if not exists stellwerk_end_user (
    id                            varchar                  not null primary key,
    alias                         varchar,
    regions                       varchar                  not null,
    default_model                 varchar,
    requests_per_minute           bigint,
    tokens_per_minute             bigint,
    parallel_requests_max         int,
    requests_per_minute_by_model  varchar                  not null,
    tokens_per_minute_by_model    varchar                  not null,
    budget_max                    numeric(38, 18),
    budget_soft                   numeric(38, 18),
    budget_duration               varchar,
    budget_reset_at               timestamp with time zone,
    spend                         numeric(38, 18)          not null,
    blocked                       boolean                  not null,
    extra                         varchar                  not null,
    created_at                    timestamp with time zone not null,
    updated_at                    timestamp with time zone not null
);

-- One row for each process that writes spend: the last batch it wrote, so that a batch sent again is not counted twice.
create table if not exists stellwerk_spend_writer (
    id          bigint                   not null primary key,
    last_batch  bigint                   not null,
    written_at  timestamp with time zone not null
);

-- What changed, in the order of the commits: other instances read it and forget what they know of these records.
create table if not exists stellwerk_change_counter (
    id        int    not null primary key,
    revision  bigint not null
);
insert into stellwerk_change_counter (id, revision)
select 1, 0 where not exists (select 1 from stellwerk_change_counter);

create table if not exists stellwerk_change (
    revision   bigint  not null primary key,
    kind       varchar not null,
    record_id  varchar not null
);
