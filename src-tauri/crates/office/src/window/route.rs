//! The window's way to the lists of those to whom the desk goes. Must never: keep one.

use super::Window;
use crate::papers::PrintChoice;
use crate::refused::Answer;
use crate::route::{RouteTold, RouteView};

impl Window {
    /// What waits for a route, and the lists that are out.
    pub async fn routes(&self) -> Answer<Vec<RouteView>> {
        let session = self.signed_in().await?;
        self.office.routes(&session).await
    }

    /// Prints a list; the answer is what stands then.
    pub async fn print_route(
        &self,
        told: &RouteTold,
        choice: &PrintChoice,
    ) -> Answer<Vec<RouteView>> {
        let session = self.signed_in().await?;
        self.office.print_route(&session, told, choice).await?;
        self.office.routes(&session).await
    }

    /// All copies of a list are destroyed.
    pub async fn destroy_route(&self, number: &str, unused: bool) -> Answer<Vec<RouteView>> {
        let session = self.signed_in().await?;
        self.office.destroy_route(&session, number, unused).await
    }
}
