//! Going through a list page by page.

use kith_domain::page::{Page, PageRequest, Position};

/// More items than any list of the contract has: whoever gets so many goes round in circles.
const TOO_MANY: usize = 2_000;

/// All items of a list, page by page behind cursors, each of which has been through its text form.
pub(super) async fn by_cursor<T>(limit: u32, read: impl AsyncFn(PageRequest) -> Page<T>) -> Vec<T> {
    let mut items = Vec::new();
    let mut request = PageRequest::first(limit);
    loop {
        let page = read(request).await;
        expect_full(&page, limit);
        items.extend(page.items);
        assert!(items.len() < TOO_MANY, "pages of {limit} go round in circles");
        let Some(cursor) = page.next else { return items };
        let cursor = cursor.to_string().parse().expect("a cursor can be read back");
        request = PageRequest::new(limit, Position::After(cursor));
    }
}

/// All items of a list, page by page by offset.
pub(super) async fn by_offset<T>(limit: u32, read: impl AsyncFn(PageRequest) -> Page<T>) -> Vec<T> {
    let mut items = Vec::new();
    loop {
        let offset = u64::try_from(items.len()).expect("few");
        let page = read(PageRequest::new(limit, Position::Offset(offset))).await;
        expect_full(&page, limit);
        let more = page.next.is_some();
        items.extend(page.items);
        assert!(items.len() < TOO_MANY, "pages of {limit} go round in circles");
        let count = u64::try_from(items.len()).expect("few");
        assert_eq!(more, count < page.count, "there is more exactly if not all are read");
        if !more {
            return items;
        }
    }
}

/// Asserts that the list is the same in pages of every size, by cursor and by offset, and that its
/// count is that of the whole list on each of them; gives back its items.
pub(super) async fn every_way<T: PartialEq + std::fmt::Debug>(
    read: impl AsyncFn(PageRequest) -> Page<T>,
) -> Vec<T> {
    let whole = read(PageRequest::everything()).await;
    assert_eq!(whole.next, None, "nothing follows everything");
    assert_eq!(whole.count, u64::try_from(whole.items.len()).expect("few"));
    let read = async |request| {
        let page = read(request).await;
        assert_eq!(page.count, whole.count, "the count is that of the whole list");
        page
    };
    for limit in [1, 2, 3, PageRequest::MAX_LIMIT] {
        assert_eq!(by_cursor(limit, &read).await, whole.items, "by cursor, pages of {limit}");
        assert_eq!(by_offset(limit, &read).await, whole.items, "by offset, pages of {limit}");
    }
    for offset in [whole.count, whole.count + 1, 1 << 31, 1 << 63, u64::MAX] {
        let behind = read(PageRequest::new(2, Position::Offset(offset))).await;
        assert_eq!((behind.items, behind.next), (vec![], None), "behind offset {offset}");
    }
    whole.items
}

/// No page has more than the limit, and only the last has less.
fn expect_full<T>(page: &Page<T>, limit: u32) {
    let length = u32::try_from(page.items.len()).expect("few");
    assert!(length <= limit, "{length} items on a page of {limit}");
    assert!(
        page.next.is_none() || length == limit,
        "{length} items on a page of {limit}, not the last"
    );
}
