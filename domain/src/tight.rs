//! Lists that hold little more than they need.

/// Pushes with little to spare: doubling would be most of a tracker's size. What a busier hour has
/// left over is given back.
pub(crate) fn push_tight<T>(list: &mut Vec<T>, item: T) {
    const SPARE: usize = 2;
    if list.len() == list.capacity() {
        list.reserve_exact(SPARE);
    } else if list.capacity() > 2 * (list.len() + SPARE) {
        list.shrink_to(list.len() + SPARE);
    }
    list.push(item);
}
