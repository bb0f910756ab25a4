namespace Streaming.SampleSource.Generator.People;

internal static class Nordic
{
    public static readonly Nationality[] All =
    [
        new("DK", "Denmark")
        {
            Men = "Søren, Mads, Jørgen, Asger, Troels, Bjarke, Frode, Åge", Women = "Mette, Kirstine, Sørine, Freja, Bodil, Åse, Signe, Ragnhild",
            Surnames = "Nørgaard, Østergaard, Kjær, Brandt, Bæk, Skovgaard, Vestergård, Dam",
            Streets = "Nørregade, Skovvej, Åboulevarden, Strandvejen",
            Places = "Rønne/Hovedstaden, Køge/Sjælland, Ribe/Syddanmark, Hjørring/Nordjylland",
            PostCode = "$####", Phone = "########", Cell = "########", IdName = "CPR", IdValue = "######-####",
        },
        new("FI", "Finland")
        {
            Men = "Väinö, Eero, Jyrki, Onni, Pentti, Tapio, Sakari, Yrjö", Women = "Aino, Päivi, Sanna, Tuulikki, Helmi, Kyllikki, Outi, Säde",
            Surnames = "Mäkinen, Hämäläinen, Järvelä, Koskinen, Väisänen, Niemelä, Ylönen, Pöyhönen",
            Streets = "Koivukuja, Hämeentie, Kalliokatu, Pyhäjärvenkatu",
            Places = "Jyväskylä/Central Finland, Vaasa/Ostrobothnia, Kemi/Lapland, Hämeenlinna/Kanta-Häme",
            PostCode = "$####", Phone = "0#-###-###", Cell = "04#-###-##-##", IdName = "HETU", IdValue = "######-###@",
        },
        new("NO", "Norway")
        {
            Men = "Håkon, Øystein, Sindre, Bård, Tor, Ørjan, Eivind, Pål", Women = "Ingrid, Åshild, Sølvi, Marit, Tuva, Gjertrud, Bjørg, Astrid",
            Surnames = "Ødegård, Bråten, Sæther, Haugland, Fjeld, Lønning, Tveit, Åsen",
            Streets = "Bjørkealléen, Fjordgata, Øvre Slottsgate, Solåsveien",
            Places = "Tromsø/Troms, Ålesund/Møre og Romsdal, Bodø/Nordland, Hønefoss/Buskerud",
            PostCode = "####", PostCodeIsNumber = false, Phone = "########", Cell = "4#######", IdName = "FN", IdValue = "###########",
        },
    ];
}
