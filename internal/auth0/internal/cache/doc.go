// Package cache answers reads from memory, by single calls, or from the pages of a listing, whatever takes few calls.
// It knows the objects of a collection by their keys only, and no HTTP: a [Source] makes the calls.
//
// Terraform asks for one object at a time, ten at once, and for some objects more than once. A [Collection] answers
// reads by key (collection.go): what was read or written once can be answered from memory for as long as the client
// lives. A client lives for one plan or one apply. [Freshness] says which reads accept that. What memory does not have
// is fetched (fetch.go). list_or_get.go decides when a listing starts, and whether it goes on. A [Listing] reads a
// collection as a whole.
//
// Two things keep memory true while there are writes (writes.go). The journal of a [Store] notes when objects were
// written to, so that an answer from before a write does not count as one from after it. And because Auth0 may answer
// as before a write for a moment after it (lag.go), what is read is compared with what was written (memory.go).
//
// Absence from a listing proves nothing: an object may have moved from page to page between two calls. Only a single
// call's answer that there is none is reported, and never remembered.
package cache
