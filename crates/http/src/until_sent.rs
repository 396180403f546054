//! The body of an answer, with what has to last until it is sent.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;

/// Keeps something until an answer is sent, but for what little the framework has taken of it by then.
pub(crate) fn until_sent<T: Unpin + 'static>(answer: BoxBody, kept: T) -> BoxBody {
    BoxBody::new(Answer { answer, _kept: kept })
}

struct Answer<T> {
    answer: BoxBody,
    _kept: T,
}

impl<T: Unpin> MessageBody for Answer<T> {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().answer).poll_next(context)
    }
}
