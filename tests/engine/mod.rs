//! Random organizations, the rules written out naively, and what is held against them.

mod cubes;
mod drill;
mod generate;
mod heat;
mod oracle;
mod views;
