create table if not exists jobs (
  id varchar(36) primary key,
  created_at bigint not null,
  input varchar(200000) not null,
  state varchar(16) not null,
  ticket varchar(20000),
  trouble varchar(50000),
  cancel_asked boolean not null,
  outcome varchar(50000) not null,
  ended_at bigint
);
create index if not exists jobs_by_time on jobs (created_at);
