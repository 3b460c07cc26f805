//! Routes that are known by name: a test walks them all as everybody (tests/it/walk.rs), so none may be mounted another way.

use axum::{
    Router,
    handler::Handler,
    http::Method,
    routing::{MethodRouter, any, delete, get, post, put},
};

/// A router that remembers its routes.
pub struct Listed<S> {
    router: Router<S>,
    routes: Vec<(Method, String)>,
}

impl<S: Clone + Send + Sync + 'static> Default for Listed<S> {
    fn default() -> Self {
        Self { router: Router::new(), routes: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Listed<S> {
    /// What is asked for with GET.
    #[must_use]
    pub fn get<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(Method::GET, path, get(handler))
    }

    /// What is sent with POST.
    #[must_use]
    pub fn post<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(Method::POST, path, post(handler))
    }

    /// What is put in a place with PUT.
    #[must_use]
    pub fn put<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(Method::PUT, path, put(handler))
    }

    /// What is taken away with DELETE.
    #[must_use]
    pub fn delete<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(Method::DELETE, path, delete(handler))
    }

    /// What is asked for in any way; it is listed as GET.
    #[must_use]
    pub fn any<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(Method::GET, path, any(handler))
    }

    /// A route with layers of its own; it must answer this method alone.
    #[must_use]
    pub fn on(mut self, method: Method, path: &str, route: MethodRouter<S>) -> Self {
        self.routes.push((method, path.to_owned()));
        self.router = self.router.route(path, route);
        self
    }

    /// Both.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self.router = self.router.merge(other.router);
        self
    }

    /// The same routes behind whatever `layers` puts before them.
    #[must_use]
    pub fn behind(mut self, layers: impl FnOnce(Router<S>) -> Router<S>) -> Self {
        self.router = layers(self.router);
        self
    }

    /// The routes by name, and the router itself.
    pub fn apart(self) -> (Vec<(Method, String)>, Router<S>) {
        (self.routes, self.router)
    }
}
