package cache

// tally is the basis of the choice between single calls and the next page of the listing. The choice is made anew at
// every read and after every page. It keeps this promise: all calls together are never more than twice the cheaper of
// two ways, reading every object singly and fetching the whole listing. A read counts if memory could not have answered
// it without a page. The call that confirms that an object is not there belongs to either way.
//
//   - The first read is made singly, because there may be no other.
//   - A page is affordable if the calls made so far, that page, and a single call for every read that waits or is
//     expected are no more than two for each read. The promise towards single reading then holds for any page: every
//     read that was not expected allows two more calls and costs one.
//   - A listing is promising if it has no more than pagesPerRead pages for each read. Only its first page tells how
//     long it is, so that page is fetched to find out.
//   - The next page is fetched if it is affordable and promising. Otherwise the reads that wait go out singly.
//
// The promise towards the listing follows. Reads go singly in two cases. If the listing is not promising, there is less
// than one call for every four pages. If a page is not affordable after p pages, no more than p reads were answered by
// no page. In both cases, a listing that is not complete has more pages than there are single calls.
//
// Terraform shows ten reads at a time. That is too little to see that a listing of 100 pages will pay, and much of the
// single reading would be over before it does. A hint says how many reads to expect, and replaces their number if it is
// greater. If it is right, the promise holds, and the calls are close to those of the cheaper way. If it is too great,
// more pages may be fetched than pay. The promise towards the listing still holds, because its argument does not depend
// on where the number of reads comes from.
type tally struct {
	reads   int // reads so far
	hint    int // reads to expect, 0 if there is no telling
	waiting int // reads that no call is under way for
	singles int // single calls made
	pages   int // pages fetched
	total   int // pages of the whole listing, 0 before the first

	complete bool // whether all pages were fetched
	failed   bool // whether a page could not be had
}

// pagesPerRead is how many pages of a listing may stand against one read, while it is uncertain how many more reads
// there will be. Ten reads at once then begin a listing of 40 pages (4,000 objects), and twenty read from among
// 20,000 (200 pages) leave it at the first page.
const pagesPerRead = 4

// isPageBetter reports whether to fetch the next page for the reads that wait, rather than to make a single call for
// each.
func (t tally) isPageBetter() bool {
	reads := max(t.reads, t.hint)
	toCome := reads - t.reads
	switch {
	case t.complete || t.failed || reads == 1:
		return false
	case t.total > pagesPerRead*reads:
		return false
	default:
		return t.pages+1+t.singles+t.waiting+toCome <= 2*reads
	}
}

// maxUnread is how many objects that no read has asked for yet may be in memory when the next page is fetched ahead of
// the reads that need it: three quarters of a page. A plan of a few resources of a large configuration stays below the
// quarter that has to be read first, and pays for no page that it does not need.
const maxUnread = 75

// mayReadAhead reports whether to fetch the next page while no read waits, so that Terraform works on what memory holds
// during a wait for the rate limit. unread is the number of objects in memory that no read has asked for yet. A hint
// that is reached says that no more reads will come. The promise holds as it does for pages that are waited for.
func (t tally) mayReadAhead(unread int) bool {
	toCome := maxUnread
	if t.hint > 0 {
		toCome = t.hint - t.reads
	}
	return t.total > 0 && unread < min(maxUnread, toCome) && t.isPageBetter()
}
