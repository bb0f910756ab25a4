namespace Streaming.SampleSource.Generator.People;

internal static class Germanic
{
    public static readonly Nationality[] All =
    [
        new("CH", "Switzerland")
        {
            Men = "Urs, Reto, Beat, Jérôme, Gion, Luca, Matthias, Étienne", Women = "Vreni, Regula, Noémie, Flurina, Chiara, Céline, Ursina, Heidi",
            MaleTitles = "Monsieur", FemaleTitles = "Madame, Mademoiselle",
            Surnames = "Zürcher, Bühlmann, Rochat, Caduff, Bernasconi, Ammann, Pittet, von Känel",
            Streets = "Bahnhofstrasse, Rue du Rhône, Via Nassa, Hinterdorfweg",
            Places = "Thun/Bern, Nyon/Vaud, Davos/Graubünden, Locarno/Ticino",
            PostCode = "$###", Phone = "0## ### ## ##", Cell = "07# ### ## ##", IdName = "AVS", IdValue = "756.####.####.##",
        },
        new("DE", "Germany")
        {
            Men = "Jörg, Günther, Finn, Matthäus, Björn, Til, Sören, Götz", Women = "Käthe, Änne, Jördis, Liesel, Hanna, Dörte, Mareike, Frauke",
            Surnames = "Müller, Schröder, Weiß, Köhler, Groß, Jäger, Kühn, von der Heide, Strauß, Vöhringer",
            Streets = "Schloßallee, Mühlenweg, Königstraße, Am Bäckerturm",
            Places = "Göttingen/Niedersachsen, Würzburg/Bayern, Görlitz/Sachsen, Münster/Nordrhein-Westfalen",
            PostCode = "$####", Phone = "0###-#######", Cell = "017#-#######", IdName = "SVNR", IdValue = "## ###### @ ###",
        },
        new("NL", "Netherlands")
        {
            Men = "Daan, Joost, Sjoerd, Bram, Thijs, Wouter, Ruben, Teun", Women = "Fenna, Noor, Sietske, Anouk, Maartje, Lotte, Roos, Loïs",
            Surnames = "van den Berg, Dijkstra, de Vries, ter Horst, Kuipers, van 't Hof, Hoekstra, IJzerman",
            Streets = "Kerkstraat, Molenweg, Oude Gracht, Tulpenlaan",
            Places = "Zwolle/Overijssel, Delft/Zuid-Holland, Sneek/Friesland, Venlo/Limburg",
            PostCode = "$### @@", PostCodeIsNumber = false, Phone = "(0##) #######", Cell = "(06) ########", IdName = "BSN", IdValue = "########",
        },
    ];
}
