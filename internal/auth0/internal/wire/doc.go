// Package wire reads the JSON that the Management API answers, and compares it with what the API was sent.
//
// Anybody may register an application, and tenants are older than any description of them, so members may be of other
// types than expected. [Decode] takes from an object what can be taken; [DecodePage] does so for a page of a listing,
// in one pass over it. [Holds] and its neighbours compare what is shown with what was sent. The package knows no calls
// and none of the objects: those are types of its users, with [List] and [Metadata] for members that are put in order.
package wire
