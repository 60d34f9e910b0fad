package cache

// tally is what the choice between single calls and the next page of the listing goes by. The choice is made anew at
// every read and after every page. It keeps this promise: all calls together are never more than twice the cheaper of
// the two ways, making every read singly and fetching the whole listing. Reads are those that memory could not have
// answered without a page, and the confirmation that an object is not there is a call of either way.
//
//   - The first read is made singly, for there may be no other.
//   - A page is affordable where the calls made so far, that page, and a single call for every read that waits or is
//     expected are no more than two for each read. Whatever the page holds, the promise towards single reading is then
//     kept; every read that was not expected brings two calls more to spend and costs one.
//   - A listing is promising where it has no more than pagesPerRead pages for each read. How long it is says only its
//     first page, so that one is fetched to find out.
//   - The next page is fetched where it is affordable and promising. Otherwise the reads that wait go out singly.
//
// The promise towards the listing follows. Reads go singly where the listing is not promising, which is less than one
// call for every four pages, or where a page is not affordable; with p pages fetched that is so only if the reads that
// no page answered are no more than p. Either way a listing that is not complete has more pages than there are single
// calls.
//
// Terraform shows ten reads at a time. Of a listing of 100 pages, that is too little to see that it will pay, and a
// good part of the single reading is over before it does. A hint says how many reads to expect, and is taken for their
// number where it is greater. Where it is right, the promise holds, and the calls are close to the cheaper way's. Where
// it is too great, more pages may be fetched than pay; the promise towards the listing still holds, for its argument
// does not ask where the number of reads comes from.
type tally struct {
	reads   int // reads so far
	hint    int // reads to expect, 0 where there is no telling
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

// nextPage reports whether to fetch the next page for the reads that wait, rather than to make a single call for each.
func (t tally) nextPage() bool {
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
