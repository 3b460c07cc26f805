//! Tests of the server's rooms together: store, oracle, watch, import. One program, so they link once.

#![cfg(feature = "ssr")]

mod api;
mod api_admin;
mod api_imports;
mod api_support;
mod api_writing;
mod audit;
mod audit_door;
mod authenticator;
mod bounds;
mod cookies;
mod cors;
mod desk;
mod door_signed_in;
mod door_ways;
mod epochs;
mod forgery;
mod guard;
mod hostile;
mod import;
mod import_faults;
mod import_silence;
mod import_support;
mod ingest_stress;
mod keys;
mod launches;
mod limits;
mod members;
mod names;
mod oracle;
mod oracle_sql;

mod organizations;
mod pages_while_routes_are_listed;
mod passes;
mod passkeys;
mod people;
mod people_pages;
mod profile;
mod program;
mod redis;
mod resubmit;
mod servers;
mod sessions;
mod sessions_lost;
mod settings;
mod settings_pages;
mod spoken;
mod store;
mod store_load;
mod store_watch;
mod support;
mod telegram;
mod tokens;
mod walk;
