namespace Connect311.Routing.Documents;

/// <summary>The stable codes of what can be wrong with one field of a document.</summary>
public static class FaultCodes
{
    public const string Required = "required";
    public const string WrongType = "wrong-type";
    public const string UnknownMember = "unknown-member";
    public const string UnknownValue = "unknown-value";
    public const string TooLong = "too-long";
    public const string TooMany = "too-many";
    public const string OutOfRange = "out-of-range";
    public const string TooLow = "too-low";
    public const string TooHigh = "too-high";
    public const string InvalidFormat = "invalid-format";
    public const string InvalidText = "invalid-text";
    public const string ControlCharacter = "control-character";
    public const string SurroundingSpace = "surrounding-space";
    public const string LineBreak = "line-break";
    public const string Duplicate = "duplicate";
    public const string Reserved = "reserved";
    public const string NotAllowed = "not-allowed";
    public const string NotWith = "not-with";
    public const string UnknownServiceType = "unknown-service-type";
    public const string UnknownQuestion = "unknown-question";
    public const string OutsideArea = "outside-area";
    public const string CheckDigit = "check-digit";
    public const string BadCursor = "bad-cursor";
    public const string InvalidGeometry = "invalid-geometry";
    public const string SelfCrossing = "self-crossing";
    public const string MisplacedRing = "misplaced-ring";
    public const string NotDegrees = "not-degrees";
    public const string ReferenceSystem = "reference-system";
    public const string SwappedCoordinates = "swapped-coordinates";
    public const string OutsideCity = "outside-city";
    public const string TooManyCorners = "too-many-corners";
    public const string UnknownProperty = "unknown-property";
    public const string UnknownPerson = "unknown-person";
    public const string Ambiguous = "ambiguous";
    public const string Undefined = "undefined";
    public const string Retired = "retired";
    public const string AlreadyThere = "already-there";
    public const string UnknownRequest = "unknown-request";
    public const string DuplicateItself = "duplicate-itself";
    public const string Circle = "circle";
    public const string MustTransfer = "must-transfer";
    public const string LeftOut = "left-out";
    public const string TwoWays = "two-ways";
    public const string TooDeep = "too-deep";
    public const string NoSuchDate = "no-such-date";
    public const string NoPattern = "no-pattern";
    public const string NeverHolds = "never-holds";
    public const string NeverOccurs = "never-occurs";
    public const string Contradiction = "contradiction";
    public const string Unreachable = "unreachable";
    public const string OnlyFallback = "only-fallback";
    public const string NotExamined = "not-examined";
}
