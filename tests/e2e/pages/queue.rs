//! Today's queue.

use fantoccini::{Client, Locator};

use super::{appears, heading};

/// One line as shown: number, arrival, files, state.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) number: String,
    pub(crate) arrived: String,
    pub(crate) state: String,
}

/// Waits until the list (or the sentence in its place) is there.
pub(crate) async fn shown(page: &Client) {
    heading(page, "Hàng đợi hôm nay").await;
    appears(
        page,
        "//table | //h2[normalize-space(.) = 'Hôm nay chưa có lượt nào']",
    )
    .await;
}

/// Every line, top to bottom.
pub(crate) async fn rows(page: &Client) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in page
        .find_all(Locator::XPath("//tr[th[@scope = 'row']]"))
        .await
        .unwrap()
    {
        let mut cells = Vec::new();
        for cell in line.find_all(Locator::XPath("./th | ./td")).await.unwrap() {
            cells.push(cell.text().await.unwrap().trim().to_owned());
        }
        let [number, arrived, _files, state] = cells.try_into().unwrap();
        rows.push(Row {
            number,
            arrived,
            state,
        });
    }
    rows
}
