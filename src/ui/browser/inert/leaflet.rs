//! The live map.

use leptos::{html::Div, prelude::NodeRef};

use crate::ui::browser::scene::{Layers, Scene, Setup};

/// On the server: never called; the map that the server drew stays.
pub fn start(_host: NodeRef<Div>, _setup: Setup, _follow: impl Fn(&str) + 'static, _ready: impl FnOnce() + 'static) {}

/// On the server: nothing.
pub fn show(_scene: &Scene) {}

/// On the server: nothing.
pub fn layers(_layers: Layers) {}

/// On the server: nothing.
pub fn home() {}

/// On the server: nothing.
pub fn stop() {}
