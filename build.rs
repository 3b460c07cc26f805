//! Migrations are compiled into the program: a changed one compiles it again.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
