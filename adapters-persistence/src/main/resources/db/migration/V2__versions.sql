-- How often a record was changed by management, so that a change can say which state it was made for.
alter table stellwerk_key add column if not exists version bigint default 0 not null;
alter table stellwerk_team add column if not exists version bigint default 0 not null;
alter table stellwerk_end_user add column if not exists version bigint default 0 not null;
