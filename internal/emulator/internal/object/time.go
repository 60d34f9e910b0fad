package object

// TimeFormat is how Auth0 writes times, for [time.Time.Format].
const TimeFormat = "2006-01-02T15:04:05.000Z"
